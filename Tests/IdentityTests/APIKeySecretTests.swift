import Identity
import Testing

@Suite struct APIKeySecretTests {
    @Test func `a new key has the announced form and reads back`() {
        for _ in 0..<1_000 {
            let secret = APIKeySecret.random()
            #expect(secret.text.hasPrefix("sk_scrip_"))
            #expect(secret.text.count == 9 + 30 + 6)
            #expect(APIKeySecret(secret.text)?.text == secret.text)
            #expect(secret.text.hasSuffix(secret.lastFour))
        }
    }

    @Test func `no two keys are the same`() {
        #expect(Set((0..<10_000).map { _ in APIKeySecret.random().text }).count == 10_000)
    }

    @Test func `every single wrong character is found by the checksum`() {
        let text = Array(APIKeySecret.random().text)
        for index in 9..<text.count {
            for wrong in ["0", "Z", "a", "_", "é"] where Character(wrong) != text[index] {
                var changed = text
                changed[index] = Character(wrong)
                #expect(APIKeySecret(String(changed)) == nil, "at \(index)")
            }
        }
    }

    @Test(arguments: [
        "", "sk_scrip_", "sk_live_0000", String(repeating: "a", count: 45),
        "sk_scrip_" + String(repeating: "0", count: 36),
    ])
    func `a text that is no key is refused`(_ text: String) {
        #expect(APIKeySecret(text) == nil)
    }

    @Test func `a key that was cut or lengthened is refused`() {
        let text = APIKeySecret.random().text
        #expect(APIKeySecret(String(text.dropLast())) == nil)
        #expect(APIKeySecret(text + "0") == nil)
        #expect(APIKeySecret(" " + text) == nil)
    }
}
