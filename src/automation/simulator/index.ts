import { DraftSimulationsAdminController } from './draft-simulations.admin.controller';
import { SimulatedFlowTests } from './flow-test-runner.service';
import { PersonasController } from './personas.controller';
import { PersonasService } from './personas.service';
import { PersonasRepository } from './repositories/personas.repository';
import { SimulationsRepository } from './repositories/simulations.repository';
import { PERSONAS, personaSchema } from './schemas/persona.schema';
import { SIMULATIONS, simulationSchema } from './schemas/simulation.schema';
import { SimulatedWorlds } from './simulated-worlds.service';
import { SimulationsController } from './simulations.controller';
import { SimulationsService } from './simulations.service';
import { SimulatorPersonalData } from './simulator.personal-data';

/** Parts of the automation module. */
export const SIMULATOR_MODELS = [
  { name: PERSONAS, schema: personaSchema },
  { name: SIMULATIONS, schema: simulationSchema },
];

export const SIMULATOR_CONTROLLERS = [SimulationsController, PersonasController, DraftSimulationsAdminController];

export const SIMULATOR_PROVIDERS = [
  SimulatedFlowTests,
  SimulatedWorlds,
  SimulationsService,
  PersonasService,
  SimulatorPersonalData,
  PersonasRepository,
  SimulationsRepository,
];
