import { quote } from './quote.ts';

/** The status by which our sh says that there is no pwsh; a script of PowerShell can end with it only on purpose. */
export const NO_PWSH_STATUS = 127;
/** Larger scripts go through a file: the encoded form is 8/3 of the text and must fit into one argument. */
const MAX_ENCODED_TEXT = 30_000;
/** What a prompt answers in PowerShell's non-interactive mode (its own error texts). */
const PROMPT =
  /NonInteractive mode|Read and Prompt functionality is not available|host program or the command type does not support user interaction/i;

/** Whether the errors of a script tell of a prompt that nobody could answer. Lines may be wrapped and coloured. */
export function asksForInput(stderr: string): boolean {
  if (stderr === '') return false;
  const escape = String.fromCharCode(0x1b);
  const plain = stderr.replaceAll(new RegExp(`${escape}\\[[0-9;]*m`, 'g'), '').replaceAll(/[\s|]+/g, ' ');
  return PROMPT.test(plain);
}

/** Whether the script has to be a file in the work folder. */
export function needsFile(text: string): boolean {
  return text.length > MAX_ENCODED_TEXT;
}

/** The sh script that runs a PowerShell script: in `file` on the computer, or encoded in the command. */
export function pwshScript(text: string, file: string | null): string {
  const missing = `command -v pwsh >/dev/null 2>&1 || { echo 'pwsh is not on the PATH' >&2; exit ${NO_PWSH_STATUS}; }`;
  const how = file === null ? `-EncodedCommand ${Buffer.from(`${text}\nexit 0`, 'utf16le').toString('base64')}` : `-File ${quote(file)}`;
  return `${missing}\nexec pwsh -NoLogo -NoProfile -NonInteractive ${how}`;
}
