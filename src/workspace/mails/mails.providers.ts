import { OutgoingMailsRepository } from '../repositories/outgoing-mails.repository';
import { OutgoingMailRow, OutgoingMailSchema } from '../schemas/outgoing-mail.schema';
import { Mails } from './mails';
import { SendMailsJob } from './send-mails.job';

export const MAILS_MODELS = [{ name: OutgoingMailRow.name, schema: OutgoingMailSchema }];

export const MAILS_PROVIDERS = [OutgoingMailsRepository, Mails, SendMailsJob];
