export { ControlClient } from "./control-client";
export type { SimulatorEvent } from "./event-log";
export type { FaultDraft } from "./faults/fault-rule";
export { type Simulator, type SimulatorOptions, startSimulator } from "./start-simulator";
