cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
[ "$(cat etc/rounds/token 2>/dev/null)" = "$ROUNDS_PARAM_TOKEN" ] && exit 0
echo 'token: other -> the one of the vault'
exit 1
