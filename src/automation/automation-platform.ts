import { Injectable } from '@nestjs/common';
import {
  type ChannelLimits,
  type FlowCapabilities,
  FlowPlatform,
  type MessageFormat,
  type TriggerType,
} from '../flows';
import { INSTAGRAM_LIMITS } from '../instagram';
import { Contributions } from '../shared/kernel';
import { TaskExecutors } from './executors/task-executors';

/** What reaches automations. */
const TRIGGERS: readonly TriggerType[] = [
  'dm_message',
  'post_comment',
  'live_comment',
  'story_reply',
  'story_mention',
  'story_share',
  'reaction',
  'postback',
  'ice_breaker',
  'referral',
  'manual',
  'api',
];

/** What the channel can send. */
const MESSAGE_FORMATS: readonly MessageFormat[] = ['media', 'cards'];

/** What flows run on: Instagram, and the tasks that have an executor. */
@Injectable()
export class AutomationPlatform extends FlowPlatform {
  /** Meta's Messenger Platform policy: an automated service says that it is one, and people can reach a person. */
  override readonly limits: ChannelLimits = {
    ...INSTAGRAM_LIMITS,
    policy: { botDisclosure: true, wayToPerson: true },
  };

  constructor(
    contributions: Contributions,
    private readonly executors: TaskExecutors,
  ) {
    super();
    contributions.provide(FlowPlatform, this);
  }

  override capabilities(): FlowCapabilities {
    return { tasks: this.executors.names, messages: MESSAGE_FORMATS, triggers: TRIGGERS };
  }
}
