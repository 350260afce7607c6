export { type Persona, type PersonaContent, parsePersona, personaSchema } from "./persona";
