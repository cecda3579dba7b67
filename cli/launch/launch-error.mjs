/** Something that a person must mend before the program can start; its message says all, so no stack is shown. */
export class LaunchError extends Error {
  name = 'LaunchError';
}
