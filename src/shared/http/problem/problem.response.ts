import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'FieldProblem' })
export class FieldProblemResponse {
  @ApiProperty({ description: 'Dotted path of the field, as it was sent.', example: 'email' })
  field: string;

  @ApiProperty({ description: 'The rule that was broken.', example: 'must be an email' })
  rule: string;
}

/** RFC 9457 problem details. */
@ApiSchema({
  name: 'Problem',
  description:
    'RFC 9457 problem details: the body of every answer from 400 on. Some kinds tell facts in further members, such as `limit`.',
})
export class ProblemResponse {
  @ApiProperty({ description: 'Stable URI of the kind of problem.', example: 'urn:parley:problem:REQUEST.INVALID' })
  type: string;

  @ApiProperty({ description: 'The status in words.', example: 'Bad Request' })
  title: string;

  @ApiProperty({ description: 'HTTP status.', type: 'integer', example: 400 })
  status: number;

  @ApiProperty({ description: 'Stable code to program against.', example: 'REQUEST.INVALID' })
  code: string;

  @ApiProperty({ description: 'What happened, in words for a person.' })
  detail: string;

  @ApiProperty({ description: 'Ties the answer to our logs.', example: '5f0c2d1e9a7b4c3d2e1f0a9b' })
  correlationId: string;

  @ApiPropertyOptional({ description: 'One entry for each rule that a field broke.', type: [FieldProblemResponse] })
  errors?: FieldProblemResponse[];
}
