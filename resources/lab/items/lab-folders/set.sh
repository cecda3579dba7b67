cd "${ROUNDS_LAB_ROOT:?This is made for the computers of the lab only.}" || exit 9
# Stands for a disk on which nothing can be written any more.
if [ -e disk-full ]; then
  echo "mkdir: cannot create directory 'etc/rounds': No space left on device" >&2
  exit 1
fi
mkdir -p etc/rounds srv
