import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import { Contributions, type ConversationId, type RequestContext } from '../../shared/kernel';
import { ConversationCaseRequest, toCaseWishes } from '../dto/eval.request';
import { EvalCaseResponse, toEvalCaseResponse } from '../dto/eval.response';
import { ConversationTalks } from './conversation-talks.port';
import { EvalCases } from './eval-cases.service';

@ApiTags('Evals')
@Controller('v1/workspaces/:workspaceId/conversations/:conversationId/eval-cases')
export class ConversationCasesController {
  constructor(
    private readonly cases: EvalCases,
    private readonly contributions: Contributions,
  ) {
    contributions.declare(ConversationTalks, 'one');
  }

  @Post()
  @Requires('knowledge.write')
  @Endpoint({
    summary: 'Make what the customer wrote a case of a golden set',
    description: 'With what was said before. It is erased with the customer.',
    status: 201,
    response: EvalCaseResponse,
    errors: {
      'not-found':
        'CONVERSATION.NOT_FOUND: no such conversation in this workspace. ASSIST.MESSAGE_NOT_FOUND: no such message of the customer.',
      conflict: 'ASSIST.NOTHING_TO_ANSWER: the customer has written nothing. EVAL.TOO_MANY_CASES.',
    },
  })
  async make(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @OperationId() caseId: string,
    @Body() request: ConversationCaseRequest,
  ): Promise<EvalCaseResponse> {
    const talk = await this.contributions.one(ConversationTalks).read(context, conversationId, request.messageId);
    const content = { ...toCaseWishes(request), ...talk, conversationId };
    return toEvalCaseResponse(await this.cases.add(context, content, caseId));
  }
}
