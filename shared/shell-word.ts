/** One word as sh takes it literally: what people are told to type can be pasted. */
export const shellWord = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
