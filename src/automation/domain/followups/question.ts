/** Question marks of the world's scripts; the Greek one is also a semicolon, so it only counts at the end. */
const MARK = /[?？؟՞⸮]|[;;]\s*$/u;
const LINK = /https?:\/\/\S+/giu;

/** Whether a message asks something. A mark within a link does not count. */
export const isQuestion = (text: string): boolean => MARK.test(text.replace(LINK, ' '));
