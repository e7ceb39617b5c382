import { Injectable } from '@nestjs/common';
import { DiagnosticLog, Metrics } from '../../shared/observability';
import type { AiErrorClass, AiTokenUsage } from '../../shared/providers/ai';
import type { AiScope } from '../domain/ai/ai-scope';

export interface AiCallNote {
  scope: AiScope;
  provider: string;
  outcome: 'ok' | AiErrorClass;
  detail: string;
  /** Before the provider was asked: plan and caps. */
  admittedMs: number;
  totalMs: number;
  usage: AiTokenUsage;
  nanos: number;
}

/** What operators see of calls: numbers and codes, never what was asked or answered. */
@Injectable()
export class AiCallNotes {
  constructor(
    private readonly metrics: Metrics,
    private readonly log: DiagnosticLog,
  ) {}

  note({ scope, provider, outcome, detail, admittedMs, totalMs, usage, nanos }: AiCallNote): void {
    const { workspaceId, conversationId, flow, purpose } = scope;
    this.metrics.aiCalls.inc({ purpose, outcome });
    if (!this.log.isOn('ai_timing')) return;
    this.log.log({
      category: 'ai_timing',
      level: outcome === 'ok' ? 'info' : 'warn',
      message: `ai.${outcome}`,
      ...(workspaceId === null ? {} : { workspaceId }),
      ...(conversationId === undefined ? {} : { conversationId }),
      details: {
        purpose,
        provider,
        detail,
        admittedMs: Math.round(admittedMs),
        totalMs: Math.round(totalMs),
        promptTokens: usage.promptTokens,
        completionTokens: usage.completionTokens,
        nanoUsd: nanos,
        ...(flow === undefined ? {} : { versionId: flow.versionId, nodeId: flow.nodeId }),
      },
    });
  }
}
