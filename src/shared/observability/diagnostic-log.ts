import { Global, Injectable, Module } from '@nestjs/common';
import { Contributions } from '../kernel';

export const LOG_CATEGORIES = [
  'ai_timing',
  'automation',
  'automation_step',
  'flow_node',
  'model_api',
  'instagram_webhook',
  'jobs',
  'security',
] as const;
export type LogCategory = (typeof LOG_CATEGORIES)[number];

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What an admin may look at while it is fresh. */
export interface DiagnosticEvent {
  category: LogCategory;
  level: LogLevel;
  /** Code-like, e.g. `session.started`: never a sentence about a person. */
  message: string;
  workspaceId?: string;
  sessionId?: string;
  conversationId?: string;
  correlationId?: string;
  /** Numbers, ids and enums; never a secret, a message text or a name. */
  details?: Record<string, string | number | boolean>;
  /** Text of people or models. Kept only while the toggle for content is on. */
  content?: string;
}

/** Takes what helps to see what Parley does. Costs nothing while its category is off; never fails or delays the caller. */
export abstract class DiagnosticLog {
  abstract isOn(category: LogCategory): boolean;
  abstract log(event: DiagnosticEvent): void;
}

/** What services inject; finds the contribution when first used, since it lies in a higher domain. */
@Injectable()
class ContributedDiagnosticLog extends DiagnosticLog {
  constructor(private readonly contributions: Contributions) {
    super();
    contributions.declare(DiagnosticLog, 'one');
  }

  override isOn(category: LogCategory): boolean {
    return this.contributions.one(DiagnosticLog).isOn(category);
  }

  override log(event: DiagnosticEvent): void {
    this.contributions.one(DiagnosticLog).log(event);
  }
}

@Global()
@Module({ providers: [{ provide: DiagnosticLog, useClass: ContributedDiagnosticLog }], exports: [DiagnosticLog] })
export class DiagnosticLogModule {}
