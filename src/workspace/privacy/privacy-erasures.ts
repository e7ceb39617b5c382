import { Injectable } from '@nestjs/common';
import { type Caller, type ContactId, type ConversationId, DomainError, type WorkspaceId } from '../../shared/kernel';
import { PrivacyRequests } from './privacy-requests.service';

/** A share of a connected account's people, small enough for one request. */
export interface AccountShare {
  /** The same share has the same id. */
  id: string;
  conversationIds: readonly ConversationId[];
  /** Those whom no other account knows. */
  contactIds: readonly ContactId[];
}

/** What other domains have erased, by the same requests that people make. */
@Injectable()
export class PrivacyErasures {
  constructor(private readonly requests: PrivacyRequests) {}

  /** Begun soon, by a worker; the id of the request. Who asks for what is under way already gets that. */
  async eraseShare(caller: Caller, workspaceId: WorkspaceId, share: AccountShare): Promise<string> {
    const { id } = await this.requests.ask(caller, {
      kind: 'erase',
      workspaceId,
      subject: { kind: 'account', ...share },
    });
    return id;
  }

  /** Also when it was done so long ago that it is forgotten. */
  async isDone(workspaceId: WorkspaceId, requestId: string): Promise<boolean> {
    try {
      return (await this.requests.get({ workspaceId }, requestId)).status === 'done';
    } catch (error) {
      if (error instanceof DomainError && error.code === 'PRIVACY.REQUEST_NOT_FOUND') return true;
      throw error;
    }
  }
}
