cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
[ -e etc/rounds/stubborn ] && exit 0
echo 'setting: off -> on'
exit 1
