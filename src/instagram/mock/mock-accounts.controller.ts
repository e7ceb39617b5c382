import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { AccountId, RequestContext } from '../../shared/kernel';
import { AccountResponse, toAccountResponse } from '../dto/account.response';
import { MockAccountRequest, MockMessageRequest } from '../dto/mock.request';
import { MockMessageResponse } from '../dto/mock.response';
import { MockAccounts } from './mock-accounts.service';

@ApiTags('Accounts')
@Controller('v1/workspaces/:workspaceId/accounts')
export class MockAccountsController {
  constructor(private readonly mocks: MockAccounts) {}

  @Post('mock')
  @Requires('accounts.write')
  @Endpoint({
    summary: 'Make up an account for demonstrations; one in each workspace',
    description:
      'It works like a connected one, but for Instagram: what it sends counts as sent and reaches nobody. It is marked ' +
      'by its `kind`, takes no place of the plan, and no report counts it. The one that is there already is answered.',
    status: 201,
    response: AccountResponse,
  })
  async create(@Ctx() context: RequestContext, @Body() { username }: MockAccountRequest): Promise<AccountResponse> {
    return toAccountResponse(await this.mocks.create(context, username));
  }

  @Post(':accountId/mock/messages')
  @Requires('accounts.write')
  @Endpoint({
    summary: 'A made-up person writes to a made-up account',
    status: 202,
    response: MockMessageResponse,
    errors: {
      'not-found': 'ACCOUNT.NOT_FOUND: no such account in this workspace.',
      conflict:
        'ACCOUNT.NOT_MOCK: real accounts take messages from Instagram alone.\n\nACCOUNT.DISCONNECTED: it was given up.',
      unavailable: 'INBOX.UNAVAILABLE: nothing was taken in; try again.',
    },
  })
  receive(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @OperationId() id: string,
    @Body() message: MockMessageRequest,
  ): Promise<MockMessageResponse> {
    return this.mocks.receive(context, accountId, id, message);
  }
}
