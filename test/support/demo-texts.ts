/** What the seeded flows say. The first message of each session begins with this. */
export const DISCLOSURE = 'You are writing with our assistant.';
export const first = (text: string) => `${DISCLOSURE}\n\n${text}`;

export const HOURS = (name: string) =>
  first(`Hi ${name}! We are open Tuesday to Saturday, 10 to 6. What can I do for you?`);
export const WHICH_DAY = 'Lovely. Which day suits you?';
export const NO_HURRY = 'No hurry. Write "visit" whenever you know the day.';
export const NOTED = (day: string) => `Noted: ${day}. See you then!`;
export const WEEKEND = (day: string) => `Saturdays are lively; before noon is quietest. See you on ${day}!`;
export const COLLEAGUE = 'Of course. A colleague will answer you here.';
export const WHICH_PIECE = first('Which piece do you like?');
export const MUG = 'A mug is 28 €, glazed by hand.';
export const BOWL = 'Bowls are 42 €.';
