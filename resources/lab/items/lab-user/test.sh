cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
current=$(cat "srv/users/$ROUNDS_PARAM_LOGIN" 2>/dev/null)
[ "$current" = "$ROUNDS_PARAM_NAME" ] && exit 0
echo "$ROUNDS_PARAM_LOGIN: ${current:-absent} -> $ROUNDS_PARAM_NAME"
exit 1
