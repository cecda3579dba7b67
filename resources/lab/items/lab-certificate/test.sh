cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
[ -s etc/rounds/certificate ] && exit 0
echo 'certificate: none -> valid for 90 days'
exit 1
