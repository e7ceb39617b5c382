import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Every metric of Parley, by its Prometheus name. Labels are closed sets: never an id. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly webhookItems = this.counter('parley_webhook_items_total', 'Items of webhook batches by outcome', [
    'outcome',
  ]);
  readonly webhookRefusals = this.counter('parley_webhook_refusals_total', 'Webhook requests refused, by reason', [
    'reason',
  ]);
  readonly turns = this.counter('parley_turns_total', 'Turns by outcome', ['outcome']);
  readonly sends = this.counter('parley_sends_total', 'Sends by outcome', ['outcome']);
  readonly parked = this.counter('parley_parked_total', 'Events and sends parked', ['kind']);
  readonly stageSeconds = new Histogram({
    name: 'parley_stage_seconds',
    help: 'Time spent in one stage of the message path',
    labelNames: ['stage'],
    buckets: LATENCY_SECONDS,
    registers: [this.registry],
  });
  readonly queueDepth = this.gauge('parley_queue_depth', 'Jobs waiting, active or delayed', ['queue', 'state']);
  readonly oldestPendingSeconds = this.gauge(
    'parley_oldest_pending_event_seconds',
    'Age of the oldest unprocessed event',
  );
  readonly jobRuns = this.counter('parley_job_runs_total', 'Runs of scheduled jobs by outcome', ['job', 'outcome']);
  readonly jobSeconds = this.gauge('parley_job_last_seconds', 'How long the last run here took', ['job']);
  readonly jobLagSeconds = this.gauge('parley_job_lag_seconds', 'How long a job has been overdue', ['job']);
  readonly diagnosticsDropped = this.counter('parley_diagnostics_dropped_total', 'Log events dropped, by reason', [
    'reason',
  ]);
  readonly aiAttempts = this.counter('parley_ai_attempts_total', 'Requests to AI providers by outcome', [
    'provider',
    'operation',
    'outcome',
  ]);
  readonly aiSeconds = new Histogram({
    name: 'parley_ai_seconds',
    help: 'Time of one request to an AI provider',
    labelNames: ['provider', 'operation'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
    registers: [this.registry],
  });
  readonly aiCalls = this.counter('parley_ai_calls_total', 'Calls of AI by purpose and outcome', [
    'purpose',
    'outcome',
  ]);
  readonly aiTokens = this.counter('parley_ai_tokens_total', 'Tokens charged, by kind', ['kind']);
  readonly escalations = this.counter('parley_escalations_total', 'What happened to escalations', ['change']);
  readonly openEscalations = this.gauge('parley_open_escalations', 'Escalations that are open now', ['severity']);
  readonly slaNotices = this.counter('parley_sla_notices_total', 'Promises about to be missed, or missed', [
    'subject',
    'goal',
    'phase',
  ]);
  readonly liveClients = this.gauge('parley_live_clients', 'Live streams open in this process');
  readonly liveResyncs = this.counter('parley_live_resyncs_total', 'Times that a live client was told to look anew');
  readonly liveDrops = this.counter('parley_live_drops_total', 'Live clients cut off because they read too slowly');
  readonly webhookDeliveries = this.counter(
    'parley_webhook_deliveries_total',
    'Attempts to deliver an event to an integrator, by outcome',
    ['outcome'],
  );
  readonly oldestDeliverySeconds = this.gauge(
    'parley_oldest_webhook_delivery_seconds',
    'Age of the oldest event that an integrator is still to be told of',
  );
  readonly parkedNow = this.gauge('parley_parked', 'Events and sends parked now', ['kind']);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Measures a stage: call the result when it is over. */
  stage(stage: string): () => void {
    return this.stageSeconds.startTimer({ stage });
  }

  private counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
