import { ContactMerging } from '../../src/crm/merging/contact-merging.service';
import { MergeSettling } from '../../src/crm/merging/merge-settling.service';
import type { ContactMerge } from '../../src/crm/domain/contact-merge';
import {
  type ContactId,
  conversationIdOf,
  DomainError,
  type RequestContext,
  type UserId,
} from '../../src/shared/kernel';
import { AT, type CrmOnTheStore, participant, W1 } from './crm';

const CONTEXT: RequestContext = {
  workspaceId: W1,
  actor: { kind: 'user', userId: 'ann' as UserId },
  correlationId: 'corr-0001',
};
const CONTESTED = 'CRM.CONTENDED';

export interface TrafficSize {
  /** At once, on each of the two. */
  writers: number;
  /** What each of them does, one after the other; with those of the others no more than a contact has fields. */
  rounds: number;
}

interface StoredContact {
  _id: string;
  fields: object;
  effects: string[];
  goals: string[];
}

/** Two people who write, and for whom flows work, while somebody makes one contact of them and two again, over and over. */
export class MergeTraffic {
  private readonly a: ContactId;
  private readonly b: ContactId;
  private readonly effects: string[] = [];
  private merges = 0;

  constructor(
    private readonly store: CrmOnTheStore,
    /** Tells its two people from those of others. */
    readonly name: string,
    private readonly size: TrafficSize,
  ) {
    [this.a, this.b] = [`a${name}` as ContactId, `b${name}` as ContactId];
  }

  /** Ends with the two as one. @returns how many merges there were */
  async run(): Promise<number> {
    const { crm } = this.store;
    for (const id of [this.a, this.b]) await crm.ensureContact({ ...this.participantOf(id), at: AT });
    const writers = Array.from({ length: this.size.writers }, (_, writer) => writer);
    const traffic = Promise.all([this.a, this.b].flatMap((id) => writers.map((writer) => this.write(id, writer))));
    const last = await this.mergeUntil(traffic);
    await this.settleAgain();
    await this.areOne();
    await this.store.module.get(ContactMerging).undo(CONTEXT, last.id);
    await this.settleAgain();
    await this.areTwo();
    return this.merges;
  }

  private participantOf(id: ContactId) {
    return participant({ contactId: id, participantId: `p-${id}` });
  }

  private laneOf(id: ContactId) {
    const { accountId, participantId } = this.participantOf(id);
    return conversationIdOf(accountId, participantId);
  }

  private async write(id: ContactId, writer: number): Promise<void> {
    const { crm } = this.store;
    const { contactId, ...identity } = this.participantOf(id);
    const place = { ...identity, conversationId: this.laneOf(id) };
    for (let round = 0; round < this.size.rounds; round += 1) {
      const effect = `${id}_${String(writer)}_${String(round)}`;
      this.effects.push(effect);
      const field = { set: { fields: { [effect]: round } } };
      // Whoever knows the person by the contact's id, too.
      const person = round % 2 === 0 ? place : { workspaceId: W1, contactId };
      await applied(() => crm.applyChanges(person, field, effect));
      await applied(() => crm.addNote(place, effect, `note-${effect}`));
      // As after a crash.
      if (round % 3 === 0) await applied(() => crm.applyChanges(person, field, effect));
      await applied(() => crm.captureGoal(place, { goal: 'lead', fields: { n: String(round) } }, `goal-${effect}`));
      await crm.ensureContact({ ...this.participantOf(id), at: AT });
    }
  }

  private async mergeUntil(traffic: Promise<unknown>): Promise<ContactMerge> {
    const merging = this.store.module.get(ContactMerging);
    const wishes = { from: this.a, to: this.b, taken: [] };
    let isOver = false;
    const over = traffic.finally(() => (isOver = true));
    for (;;) {
      const merge = await merging.merge(CONTEXT, wishes);
      this.merges += 1;
      if (isOver) {
        await over;
        return merge;
      }
      await merging.undo(CONTEXT, merge.id);
    }
  }

  private async settleAgain(): Promise<void> {
    const { rows, module } = this.store;
    await rows.collection('contactMerges').updateMany({ from: this.a }, { $set: { settleAt: AT } });
    await module.get(MergeSettling).settleDue();
  }

  private async areOne(): Promise<void> {
    expect(await this.contacts()).toEqual([this.b]);
    expect(await this.ofContact('contactNotes')).toEqual(this.effects.map(() => this.b));
    expect(await this.ofContact('leadCaptures')).toEqual([this.b, this.b]);
    const row = await this.row(this.b);
    expect(Object.keys(row?.fields ?? {}).sort()).toEqual([...this.effects].sort());
    const known = row?.effects ?? [];
    expect(new Set(known).size).toBe(known.length);
    expect(row?.goals).toEqual(['lead']);
  }

  private async areTwo(): Promise<void> {
    expect(await this.contacts()).toEqual([this.a, this.b]);
    const half = this.effects.length / 2;
    const notes = await this.ofContact('contactNotes');
    expect(notes).toEqual([this.a, this.b].flatMap((id) => Array.from({ length: half }, () => id)));
    expect(await this.ofContact('leadCaptures')).toEqual([this.a, this.b]);
    for (const id of [this.a, this.b]) {
      const row = await this.row(id);
      expect(row).toMatchObject({ identities: [{ participantId: `p-${id}` }], goals: ['lead'] });
    }
  }

  private row(id: ContactId) {
    return this.store.rows.collection<StoredContact>('contacts').findOne({ _id: id });
  }

  /** Whoever has one of the two identities. */
  private async contacts(): Promise<string[]> {
    const people = [this.a, this.b].map((id) => `p-${id}`);
    const rows = await this.store.rows
      .collection('contacts')
      .find({ 'identities.participantId': { $in: people } })
      .toArray();
    return rows.map(({ _id }) => String(_id)).sort();
  }

  private async ofContact(collection: string): Promise<string[]> {
    const lanes = [this.laneOf(this.a), this.laneOf(this.b)];
    const rows = await this.store.rows
      .collection(collection)
      .find({ conversationId: { $in: lanes } })
      .toArray();
    return rows.map(({ contactId }) => String(contactId)).sort();
  }
}

/** As a worker does it: what others got in the way of is begun again, and nothing may be refused. */
async function applied(effect: () => Promise<{ ok: boolean }>): Promise<void> {
  for (;;) {
    try {
      expect(await effect()).toMatchObject({ ok: true });
      return;
    } catch (error) {
      if (!(error instanceof DomainError && error.code === CONTESTED)) throw error;
    }
  }
}
