/** Queues by name and what their jobs carry: ids only, never documents or secrets. */
export interface QueueJobs {
  lanes: LaneJob;
  knowledge: KnowledgeJob;
}

/** A ring of the doorbell: look at this conversation. May come twice or never; MongoDB holds the truth. */
export interface LaneJob {
  conversationId: string;
  workspaceId: string;
  accountId: string;
  participantId: string;
  /** What the ringer saw: new events, or a send, a task or a timer that is due. */
  need: 'turn' | 'work';
  correlationId: string;
  /** How often this ring found the conversation busy and was put back. */
  putBack?: number;
}

/** A document of the knowledge base wants to be processed. May come twice or never, too. */
export interface KnowledgeJob {
  itemId: string;
  workspaceId: string;
  correlationId: string;
}

export type QueueName = keyof QueueJobs;

export type QueueDepth = Readonly<Record<'waiting' | 'active' | 'delayed', number>>;

/** All of Bull sits behind this. Adding fails at once when Redis is away; consumers wait for it. */
export abstract class QueueGateway {
  abstract add<Name extends QueueName>(
    queue: Name,
    jobs: readonly QueueJobs[Name][],
    options?: { delayMs?: number },
  ): Promise<void>;
  abstract consume<Name extends QueueName>(
    queue: Name,
    concurrency: number,
    handler: (job: QueueJobs[Name]) => Promise<void>,
  ): Promise<void>;
  /** Stops taking jobs and waits for those that run. */
  abstract stopConsuming(): Promise<void>;
  abstract depth(queue: QueueName): Promise<QueueDepth>;
  /** The depth, and since when the next job has been waiting. */
  abstract status(queue: QueueName): Promise<QueueDepth & { oldestAt?: Date }>;
}

export const QUEUE_NAMES: readonly QueueName[] = ['lanes', 'knowledge'];
