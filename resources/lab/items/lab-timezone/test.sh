cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
current=$(cat etc/timezone 2>/dev/null)
[ "$current" = "$ROUNDS_PARAM_ZONE" ] && exit 0
echo "zone: ${current:-none} -> $ROUNDS_PARAM_ZONE"
exit 1
