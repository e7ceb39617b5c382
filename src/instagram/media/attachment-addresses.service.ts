import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { DueMedia } from '../../conversations';
import type { AccountId } from '../../shared/kernel';
import { GraphError, MetaPeople } from '../../shared/providers/meta-graph';
import { AccountDirectory, type KnownAccount } from '../account-directory.service';
import { AccountHealth } from '../account-health.service';
import { tellsOfToken } from '../domain/token-trouble';
import { RatePlan } from '../rate-plan.service';

const READ_TRIES = 4;
const LONGEST_WAIT_MS = 2_000;

/** `gone`: Instagram has it no more. */
export type AttachmentAddress = { kind: 'at'; url: string } | { kind: 'gone' } | { kind: 'later' };

/** Where an attachment is now, as Instagram tells when its first link has expired. */
@Injectable()
export class AttachmentAddresses {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly people: MetaPeople,
    private readonly health: AccountHealth,
    private readonly rates: RatePlan,
  ) {}

  /** `index`: its place in the message. */
  async of({ workspaceId, accountId, mid }: DueMedia, index: number): Promise<AttachmentAddress> {
    const account = await this.directory.get(workspaceId, accountId);
    if (account === null || account.isMock === true || mid === undefined) return { kind: 'gone' };
    if (!(await this.takeRead(accountId))) return { kind: 'later' };
    try {
      const urls = await this.people.readAttachmentUrls(account, mid);
      const url = urls?.[index] ?? null;
      return url === null ? { kind: 'gone' } : { kind: 'at', url };
    } catch (error) {
      return this.afterFailure(account, error);
    }
  }

  private async afterFailure(account: KnownAccount, error: unknown): Promise<AttachmentAddress> {
    if (!(error instanceof GraphError)) throw error;
    const { failure } = error;
    if (tellsOfToken(failure.code)) await this.health.noteFailure(account, failure);
    return failure.class === 'final' ? { kind: 'gone' } : { kind: 'later' };
  }

  /** Reads of an account are rare: a short wait for one is worth it. */
  private async takeRead(accountId: AccountId): Promise<boolean> {
    for (let tries = 0; tries < READ_TRIES; tries += 1) {
      const slot = await this.rates.take(accountId, 'reads');
      if (slot.granted) return true;
      if (slot.waitMs > LONGEST_WAIT_MS) return false;
      await pause(slot.waitMs);
    }
    return false;
  }
}
