export { checkPersona, type PersonaProblem } from "./check-persona";
export { diffPersonas, type PersonaChange } from "./diff-personas";
export { type Persona, type PersonaContent, parsePersona, personaSchema } from "./persona";
export { type PersonaText, readPersonaText } from "./read-persona-text";
export { savePersona } from "./save-persona";
export { getPersona, listVersions } from "./stored-personas";
export { type Affected, whatItAffects } from "./what-it-affects";
