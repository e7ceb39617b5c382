import { MessageSender } from './message-sender.service';
import { RatePlan } from '../rate-plan.service';

export const SENDING_PROVIDERS = [RatePlan, MessageSender];
