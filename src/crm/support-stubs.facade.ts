import { Injectable } from '@nestjs/common';
import type { ContactId, ConversationId, RequestContext } from '../shared/kernel';
import { CrmTasksService } from './tasks/crm-tasks.service';
import type { CrmTask } from './domain/crm-task';
import type { Outcome } from './outcomes/domain/outcome';
import { OutcomeLinks } from './outcomes/outcome-links.service';
import { CrmTasksRepository } from './repositories/crm-tasks.repository';

/** What a person asked for help with in a conversation, as flows have captured it. */
export interface SupportStub {
  id: string;
  contactId: ContactId;
  conversationId: ConversationId;
  summary?: string;
  orderId?: string;
  photoUrl?: string;
}

/** Turns requests for support of conversations into what people work on. */
@Injectable()
export class SupportStubs {
  constructor(
    private readonly links: OutcomeLinks,
    private readonly tasks: CrmTasksService,
    private readonly rows: CrmTasksRepository,
  ) {}

  /**
   * A task about the contact; the same one when it is called again. @throws DomainError OUTCOME.NOT_FOUND, OUTCOME.LINKED,
   * CRM.CONTENDED, CRM_TASK.INVALID, CONTACT.NOT_FOUND.
   */
  async toTask(context: RequestContext, stubId: string, wishes: TaskOfStub): Promise<{ id: string }> {
    const { workspaceId } = context;
    const { id } = await this.links.turnInto<CrmTask>(context, stubId, {
      kind: 'task',
      find: (taskId) => this.rows.findById(workspaceId, taskId),
      make: (outcome) => this.makeTask(context, stubOf(outcome), wishes),
    });
    return { id };
  }

  /**
   * Something that a higher domain makes, within the transaction that links it; the same one when it is called again.
   * @throws DomainError OUTCOME.NOT_FOUND, OUTCOME.LINKED, CRM.CONTENDED, and what `make` throws.
   */
  toTicket<T extends { id: string }>(
    context: RequestContext,
    stubId: string,
    tickets: { find(id: string): Promise<T | null>; make(stub: SupportStub): Promise<T> },
  ): Promise<T> {
    return this.links.turnInto(context, stubId, {
      kind: 'ticket',
      find: (id) => tickets.find(id),
      make: (outcome) => tickets.make(stubOf(outcome)),
    });
  }

  private makeTask(context: RequestContext, stub: SupportStub, wishes: TaskOfStub): Promise<CrmTask> {
    const { contactId, conversationId, summary, orderId } = stub;
    const details = [summary, orderId === undefined ? undefined : `Order: ${orderId}`].filter((line) => line);
    const { title = 'Request for support', assigneeId, dueAt } = wishes;
    return this.tasks.create(context, {
      title,
      ...(details.length === 0 ? {} : { details: details.join('\n') }),
      ...(assigneeId === undefined ? {} : { assigneeId }),
      ...(dueAt === undefined ? {} : { dueAt }),
      contactId,
      conversationId,
    });
  }
}

export interface TaskOfStub {
  title?: string;
  assigneeId?: string;
  /** ISO 8601. */
  dueAt?: string;
}

function stubOf({ id, contactId, conversationId, fields }: Outcome): SupportStub {
  const { summary, orderId, photoUrl } = fields;
  return {
    id,
    contactId,
    conversationId,
    ...(summary === undefined ? {} : { summary }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(photoUrl === undefined ? {} : { photoUrl }),
  };
}
