cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
printf '\033[1;32mgreen\033[0m \033[31mred\033[0m \033[4munderlined\033[0m\n'
printf 'Grüße, ñandú, 日本語, العربية, 🚢\n'
printf 'a warning on the other stream\n' >&2
printf 'progress 50 %%\rprogress 100 %%\n'
printf 'bytes that are no text: \377\376\n'
printf 'a last line without an end'
: > srv/colours
