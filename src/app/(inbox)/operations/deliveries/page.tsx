import { Deliveries } from "@/app/_operations/deliveries/deliveries";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle("deliveries");

export default function Page() {
  return <Deliveries />;
}
