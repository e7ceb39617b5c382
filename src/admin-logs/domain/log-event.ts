import type { DiagnosticEvent } from '../../shared/observability';
import type { LogSettings } from './log-settings';

export interface LogEvent extends DiagnosticEvent {
  id: string;
  at: Date;
  expiresAt: Date;
}

const HOUR_MS = 3_600_000;
const REMOVED = '[removed]';
/** Codes, ids and enums. Access tokens and sentences are longer or have other characters. */
const CODE_LIKE = /^[\w.:/-]{0,64}$/;
const CONTENT_CHARACTERS = 4_000;

/** An event as it is kept: whatever text slipped into its fields is gone, and content is there only if it may be. */
export function logEvent(id: string, at: Date, event: DiagnosticEvent, settings: LogSettings): LogEvent {
  const { content, details, message, ...rest } = event;
  return {
    id,
    at,
    expiresAt: new Date(at.getTime() + settings.retentionHours * HOUR_MS),
    ...rest,
    message: codeLike(message),
    ...(details === undefined ? {} : { details: mapValues(details) }),
    ...(content === undefined || !settings.content ? {} : { content: content.slice(0, CONTENT_CHARACTERS) }),
  };
}

const codeLike = (text: string): string => (CODE_LIKE.test(text) ? text : REMOVED);

function mapValues(details: NonNullable<DiagnosticEvent['details']>): NonNullable<DiagnosticEvent['details']> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === 'string' ? codeLike(value) : value]),
  );
}
