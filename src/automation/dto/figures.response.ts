import { ApiProperty } from '@nestjs/swagger';
import { SESSION_STATUSES } from '../../flows';
import type { TimedFigures } from '../instances/automation-figures.service';

const COUNT = { type: 'integer' } as const;

export class GoalFiguresResponse {
  /** @example "booking" */
  goal: string;

  @ApiProperty(COUNT)
  reached: number;
}

export class NodeFiguresResponse {
  nodeId: string;

  /** How often sessions came there. */
  @ApiProperty(COUNT)
  entered: number;

  /** How often they went on, or ended well. */
  @ApiProperty(COUNT)
  left: number;

  /** Sessions that are there now. */
  @ApiProperty(COUNT)
  waiting: number;

  /** Sessions that ended there, neither completed nor handed to a person. */
  @ApiProperty(COUNT)
  droppedOff: number;
}

export class AutomationFiguresResponse {
  from: Date;

  to: Date;

  @ApiProperty(COUNT)
  started: number;

  /** How many stand at each status. */
  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(SESSION_STATUSES.map((status) => [status, COUNT])),
    required: [...SESSION_STATUSES],
  })
  sessions: Record<string, number>;

  /** Sessions that reached a goal. */
  @ApiProperty(COUNT)
  withGoal: number;

  @ApiProperty({ type: [GoalFiguresResponse] })
  goals: GoalFiguresResponse[];

  /** The most entered first. A session under way counts as it was at its last change of status. */
  @ApiProperty({ type: [NodeFiguresResponse] })
  nodes: NodeFiguresResponse[];
}

export const toFiguresResponse = (figures: TimedFigures): AutomationFiguresResponse => figures;
