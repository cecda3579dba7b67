cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
[ -r opt/editor/version ] || exit 1
echo "version: $(cat opt/editor/version)"
