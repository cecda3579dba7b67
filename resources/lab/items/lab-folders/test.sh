cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
[ -d etc/rounds ] && [ -d srv ] && exit 0
echo 'folders: missing -> etc/rounds, srv'
exit 1
