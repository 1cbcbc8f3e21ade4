import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import Generation

/// What is sent to each interface, and what is read from its answers. The faults that a provider plays are
/// tried over the network by the end-to-end tests.
@Suite struct ImageAPITests {
    private let openAI = OpenAIImages(baseURL: "https://a.example/v1", apiKey: "k", model: "gpt-image-2.5-flare")
    private let gemini = GeminiImages(baseURL: "https://g.example", apiKey: "k", model: "gemini-2.5-flash-image")
    private let imagen = ImagenImages(baseURL: "https://g.example", apiKey: "k", model: "imagen-4.0-generate-001")

    private func body(_ api: some ImageAPI, isTransparent: Bool = true) async throws -> String {
        var picture = isTransparent ? PictureSpecification.plain : .opaque
        picture.quality = api.defaultQuality
        let request = try api.request(for: "A figure", of: picture)
        let buffer = try await #require(request.body).collect(upTo: 100_000)
        let object = try JSONSerialization.jsonObject(with: Data(buffer.readableBytesView))
        let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    private func answer(_ text: String, status: Int = 200, headers: HTTPHeaders = [:]) -> ProviderAnswer {
        ProviderAnswer(status: status, headers: headers, body: ByteBuffer(string: text))
    }

    @Test func `GPT Image models are told of background, format and quality`() async throws {
        #expect(
            try await body(openAI) == #"{"background":"transparent","model":"gpt-image-2.5-flare","n":1,"#
                + #""output_format":"png","prompt":"A figure","quality":"medium","size":"1024x1024"}"#)
        #expect(try await body(openAI, isTransparent: false).contains(#""background":"opaque""#))
        #expect(try openAI.request(for: "A", of: .plain).headers["authorization"] == ["Bearer k"])
        #expect(openAI.makesClearBackgrounds)
    }

    @Test(arguments: [("low", "standard"), ("medium", "standard"), ("auto", "standard"), ("high", "hd"), ("max", "hd")])
    func `DALL·E 3 has qualities of its own, and no backgrounds`(_ quality: String, _ theirs: String) async throws {
        let api = OpenAIImages(baseURL: "https://a.example/v1", apiKey: "k", model: "dall-e-3", quality: quality)
        #expect(
            try await body(api) == #"{"model":"dall-e-3","n":1,"prompt":"A figure","quality":"\#(theirs)","#
                + #""response_format":"b64_json","size":"1024x1024"}"#)
        #expect(!api.makesClearBackgrounds)
    }

    @Test func `other servers are told what all of them understand`() async throws {
        let api = OpenAIImages(
            baseURL: "http://a.example/v1", apiKey: "k", model: "flux", side: 2_048, asksForAddress: true)
        #expect(
            try await body(api)
                == #"{"model":"flux","n":1,"prompt":"A figure","response_format":"url","size":"2048x2048"}"#)
    }

    @Test func `a gateway's name for a GPT Image model is one too`() {
        #expect(OpenAIImages(baseURL: "", apiKey: "", model: "azure/gpt-image-1.5").makesClearBackgrounds)
    }

    @Test func `a picture of OpenAI is base64 or an address`() throws {
        #expect(try openAI.picture(in: answer(#"{"data":[{"b64_json":"QQ=="}]}"#)) == .base64("QQ=="))
        #expect(try openAI.picture(in: answer(#"{"data":[{"url":"https://x/y"}]}"#)) == .address("https://x/y"))
    }

    @Test(arguments: [#"{"data":[]}"#, #"{"data":[{}]}"#, "{}", "", "[]", #"{"data":null}"#, "<html>"])
    func `an answer without a picture is none`(_ text: String) {
        #expect(throws: GeneratorError.self) { try openAI.picture(in: answer(text)) }
        #expect(throws: GeneratorError.self) { try gemini.picture(in: answer(text)) }
    }

    @Test(arguments: ["moderation_blocked", "content_policy_violation", "content_filter"])
    func `OpenAI tells by a code that it refuses the content`(_ code: String) {
        let text = #"{"error":{"message":"No.","type":"invalid_request_error","code":"\#(code)"}}"#
        #expect { try openAI.picture(in: answer(text, status: 400, headers: ["x-request-id": "req_1"])) } throws: {
            if case GeneratorError.contentBlocked("req_1") = $0 { true } else { false }
        }
    }

    @Test func `an error of a compatible server is read though its code is a number`() {
        #expect { try openAI.picture(in: answer(#"{"error":{"message":"Full.","code":503}}"#, status: 503)) } throws: {
            if case GeneratorError.rejected(503, "Full.", nil, nil) = $0 { true } else { false }
        }
    }

    @Test func `Gemini is asked for a square picture`() async throws {
        #expect(
            try await body(gemini)
                == #"{"contents":[{"parts":[{"text":"A figure"}],"role":"user"}],"generationConfig":"#
                + #"{"imageConfig":{"aspectRatio":"1:1"},"responseModalities":["TEXT","IMAGE"]}}"#)
        let request = try gemini.request(for: "A", of: .plain)
        #expect(request.url == "https://g.example/v1beta/models/gemini-2.5-flash-image:generateContent")
        #expect(request.headers["x-goog-api-key"] == ["k"])
        #expect(!gemini.makesClearBackgrounds)
    }

    @Test func `a picture of Gemini is the first that is no draft`() throws {
        let text = #"""
            {"responseId":"r1","candidates":[{"finishReason":"STOP","content":{"parts":[{"text":"Here."},
            {"thought":true,"inlineData":{"mimeType":"image/png","data":"RA=="}},
            {"inlineData":{"mimeType":"image/png","data":"QQ=="}}]}}]}
            """#
        #expect(try gemini.picture(in: answer(text)) == .base64("QQ=="))
        #expect(gemini.requestID(of: answer(text)) == "r1")
    }

    @Test(arguments: [
        #"{"responseId":"r1","promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}"#,
        #"{"responseId":"r1","candidates":[{"finishReason":"SAFETY"}]}"#,
        #"{"responseId":"r1","candidates":[{"finishReason":"IMAGE_SAFETY","content":{}}]}"#,
        #"{"responseId":"r1","candidates":[{"finishReason":"PROHIBITED_CONTENT","content":{"parts":[]}}]}"#,
    ])
    func `Gemini tells in several places that it refuses the content`(_ text: String) {
        #expect { try gemini.picture(in: answer(text)) } throws: {
            if case GeneratorError.contentBlocked("r1") = $0 { true } else { false }
        }
    }

    @Test func `Gemini that only speaks has drawn nothing`() {
        let text = #"{"candidates":[{"finishReason":"NO_IMAGE","content":{"parts":[{"text":"Well."}]}}]}"#
        #expect { try gemini.picture(in: answer(text)) } throws: {
            if case GeneratorError.unusablePicture = $0 { true } else { false }
        }
    }

    @Test func `Google's errors say when to come again`() {
        let text = #"""
            {"error":{"code":429,"message":"Quota.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"x"},
            {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}
            """#
        #expect { try gemini.picture(in: answer(text, status: 429)) } throws: { error in
            guard case GeneratorError.rejected(429, let message, nil, .milliseconds(34_500)) = error else {
                return false
            }
            return message == "RESOURCE_EXHAUSTED: Quota."
        }
    }

    @Test func `Imagen is asked for one square PNG`() async throws {
        #expect(
            try await body(imagen) == #"{"instances":[{"prompt":"A figure"}],"parameters":{"aspectRatio":"1:1","#
                + #""includeRaiReason":true,"outputOptions":{"mimeType":"image/png"},"sampleCount":1}}"#)
        let request = try imagen.request(for: "A", of: .plain)
        #expect(request.url == "https://g.example/v1beta/models/imagen-4.0-generate-001:predict")
    }

    @Test func `a picture of Imagen is its first prediction that has one`() throws {
        let text =
            #"{"predictions":[{"raiFilteredReason":"No."},{"mimeType":"image/png","bytesBase64Encoded":"QQ=="}]}"#
        #expect(try imagen.picture(in: answer(text)) == .base64("QQ=="))
    }

    @Test(arguments: ["{}", #"{"predictions":[]}"#, #"{"predictions":[{"raiFilteredReason":"58061214"}]}"#])
    func `Imagen leaves out what it refuses`(_ text: String) {
        #expect { try imagen.picture(in: answer(text)) } throws: {
            if case GeneratorError.contentBlocked = $0 { true } else { false }
        }
    }

    @Test func `no description of an interface has its key`() {
        let descriptions = [
            "\(OpenAIImages(baseURL: "b", apiKey: "sk-canary", model: "m"))",
            "\(GeminiImages(baseURL: "b", apiKey: "sk-canary", model: "m"))",
            "\(ImagenImages(baseURL: "b", apiKey: "sk-canary", model: "m"))",
        ]
        #expect(descriptions == ["m at b", "m at b", "m at b"])
    }
}
