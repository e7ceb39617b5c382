import type { Letter, MemberLetter } from '../../src/workspace';

/** In place of `MemberMails`: what would have been written, to whom. */
export class RecordingMemberMails {
  readonly letters: MemberLetter[] = [];
  readonly others: (Letter & { to: string })[] = [];

  async send(letter: MemberLetter): Promise<void> {
    this.letters.push(letter);
  }

  async sendToUser(to: string, _topic: string, letter: Letter): Promise<void> {
    this.others.push({ ...letter, to });
  }

  async sendTo(to: string, letter: Letter): Promise<void> {
    this.others.push({ ...letter, to });
  }
}
