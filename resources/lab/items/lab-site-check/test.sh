cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
current=$(cat srv/site-check 2>/dev/null)
[ "$current" = "every 5 minutes" ] && exit 0
echo "site-check: ${current:-none} -> every 5 minutes"
exit 1
