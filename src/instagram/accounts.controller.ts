import { Body, Controller, Get, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { AccountId, RequestContext } from '../shared/kernel';
import { AccountsService } from './accounts.service';
import { AccountPageResponse, AccountResponse, toAccountPageResponse, toAccountResponse } from './dto/account.response';
import { ChangeAccountRequest } from './dto/messaging-profile.dto';

@ApiTags('Accounts')
@Controller('v1/workspaces/:workspaceId/accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @Requires('accounts.read')
  @Endpoint({ summary: 'List connected Instagram accounts, newest first', response: AccountPageResponse })
  async list(@Ctx() context: RequestContext, @Query() query: PageQuery): Promise<AccountPageResponse> {
    return toAccountPageResponse(await this.accounts.list(context, query));
  }
  @Patch(':accountId')
  @Requires('accounts.write')
  @Endpoint({
    summary: 'Say what Meta allows the account',
    response: AccountResponse,
    errors: { 'not-found': 'ACCOUNT.NOT_FOUND: no such account in this workspace.' },
  })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @Body() { humanAgent }: ChangeAccountRequest,
  ): Promise<AccountResponse> {
    return toAccountResponse(await this.accounts.change(context, accountId, { humanAgent }));
  }
}
