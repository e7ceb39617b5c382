import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Clock, newId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { EndpointRound } from './endpoint-round.service';
import { EndpointSwitch } from './endpoint-switch.service';
import { WebhookEndpointsRepository } from './repositories/webhook-endpoints.repository';
import type { WebhookEndpointRow } from './schemas/webhook-endpoint.schema';

/** A slow endpoint has one of these places, and the others go on. */
const ENDPOINTS_AT_ONCE = 50;

/** The rounds under way in this process, one for each endpoint at a time in all processes together. */
@Injectable()
export class EndpointRounds implements BeforeApplicationShutdown {
  private readonly owner = newId();
  private readonly underWay = new Set<Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly round: EndpointRound,
    private readonly endpointSwitch: EndpointSwitch,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  /** Begins a round for each endpoint that is due, as far as there are places; resolves when they have begun. */
  async begin(): Promise<void> {
    while (this.underWay.size < ENDPOINTS_AT_ONCE && !this.isStopping) {
      const endpoint = await this.endpoints.take(this.owner, this.clock.now());
      if (endpoint === null) return;
      const round = this.carryOut(endpoint).finally(() => this.underWay.delete(round));
      this.underWay.add(round);
    }
  }

  /** Resolves when no round is under way. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.idle();
  }

  /** Never rejects: the worker's time with the endpoint ends, and another round begins. */
  private async carryOut(endpoint: WebhookEndpointRow): Promise<void> {
    try {
      const { isGone, ...end } = await this.round.run(endpoint);
      await this.endpoints.release(endpoint, end);
      await this.endpointSwitch.judge(endpoint, { ...end, isGone });
      // There was more than one round takes.
      if (end.nextDueAt !== null && end.nextDueAt <= this.clock.now()) await this.begin();
    } catch (err) {
      const { _id: reason, workspaceId } = endpoint;
      this.logger.event('error', 'webhooks not delivered, trying again', { reason, workspaceId, err });
    }
  }
}
