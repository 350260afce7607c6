export { isSelfTest, newSelfTestAddress, SELF_TEST_PREFIX } from "./self-test-address";
