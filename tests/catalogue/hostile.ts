/** Values that a script must take as they are: none of them may run, expand or be cut. */
export const HOSTILE = [
  ' leading and trailing ',
  '-n',
  '--help',
  '-e \\n\\t\\\\ %s%d%%',
  '$(touch pwned)`touch pwned`; touch pwned & touch pwned',
  '"double" \'single\' \\ backslash',
  '* ? [a-z] ~ {a,b} !!',
  'line one\nline two\n',
  '\n\n',
  'tab\tand\rreturn',
  'ROUNDS_END\nEND\nEOF\n',
  'é 日本語 🙂 \u202eright to left',
] as const;
