import { Injectable, Logger } from '@nestjs/common';
import { Clock, type ContactId, faultPoint, type WorkspaceId } from '../../shared/kernel';
import { ContactLinks } from '../contacts/contact-links.service';
import type { ContactMove } from '../contact-references.port';
import { mirrorOf } from '../domain/contact-event';
import { type ContactMerge, lanesOf, moveOf } from '../domain/contact-merge';
import { LaneGoals } from '../outcomes/lane-goals.service';
import { ContactsRepository } from '../repositories/contacts.repository';
import { ContactMergesRepository } from '../repositories/contact-merges.repository';

/** When what names the contacts is gone through again, for those who had read the old state and wrote later. */
const AGAIN_MS = [10_000, 2 * 60_000, 15 * 60_000];
const BATCH = 50;

/** Lets everything that names merged contacts follow. */
@Injectable()
export class MergeSettling {
  private readonly logger = new Logger(MergeSettling.name);

  constructor(
    private readonly merges: ContactMergesRepository,
    private readonly contacts: ContactsRepository,
    private readonly links: ContactLinks,
    private readonly goals: LaneGoals,
    private readonly clock: Clock,
  ) {}

  /** What fails is done by the job, and keeps it from no other. */
  async settle(merge: ContactMerge): Promise<void> {
    try {
      await this.go(merge);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      this.logger.warn(`What names a merged contact follows later: ${name}`);
    }
  }

  async settleDue(): Promise<void> {
    for (const merge of await this.merges.due(this.clock.now(), BATCH)) await this.settle(merge);
  }

  private async go(merge: ContactMerge): Promise<void> {
    const { workspaceId, from, holder, status, settled } = merge;
    const move = moveOf(merge, status === 'merged' ? 'along' : 'back');
    if (status === 'merged') await this.links.follow(move);
    else await this.links.goBack(move);
    faultPoint('merge.followed', status);
    await this.claim(move);
    faultPoint('merge.claimed', status);
    if (status === 'undone') {
      await this.mirror(workspaceId, holder);
      await this.goals.catchUp(workspaceId, [from, holder]);
    }
    const pause = AGAIN_MS[settled];
    await this.merges.settled(merge, pause === undefined ? null : new Date(this.clock.now().getTime() + pause));
  }

  /** The lanes are those of the contact who has them now; of one that was erased there is nothing to say. */
  private async claim({ workspaceId, conversationIds, to }: ContactMove): Promise<void> {
    const known = await this.contacts.findToChange({ workspaceId, contactId: to });
    if (known === null) return;
    const mirror = mirrorOf(known.contact, known.revision ?? 0);
    const held = new Set(lanesOf(known.contact));
    const lanes = conversationIds.filter((id) => held.has(id));
    if (lanes.length > 0) await this.links.claim(lanes, mirror);
    await this.links.mirror(mirror);
  }

  private async mirror(workspaceId: WorkspaceId, contactId: ContactId): Promise<void> {
    const known = await this.contacts.findToChange({ workspaceId, contactId });
    if (known !== null) await this.links.mirror(mirrorOf(known.contact, known.revision ?? 0));
  }
}
