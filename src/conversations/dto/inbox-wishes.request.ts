import { OmitType } from '@nestjs/swagger';
import { InboxQuery } from './inbox.query';

/** As the query of the list, without the page. */
export class InboxWishesRequest extends OmitType(InboxQuery, ['limit', 'cursor'] as const) {}
