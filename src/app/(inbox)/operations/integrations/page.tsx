import { Integrations } from "@/app/_operations/integrations/integrations";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle("integrations");

export default function Page() {
  return <Integrations />;
}
