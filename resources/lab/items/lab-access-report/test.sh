cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
current=$(cat srv/access-report 2>/dev/null)
[ "$current" = "weekly" ] && exit 0
echo "access-report: ${current:-none} -> weekly"
exit 1
