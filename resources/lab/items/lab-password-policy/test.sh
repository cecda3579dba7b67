cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
length=$(cat etc/password-length 2>/dev/null)
[ "${length:-0}" -ge 12 ] && exit 0
echo "minimum length: ${length:-none} -> 12"
exit 1
