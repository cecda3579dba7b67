cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
current=$(cat etc/rounds/motd 2>/dev/null)
[ "$current" = "$ROUNDS_PARAM_TEXT" ] && exit 0
echo "text: ${current:-none} -> $ROUNDS_PARAM_TEXT"
exit 1
