package import AsyncHTTPClient
import CharacterArt

/// Google's Imagen models: `POST BASE/v1beta/models/MODEL:predict`.
///
/// Source: Gemini API reference, "models.predict", and "Generate images using Imagen". None of them can
/// leave the background clear.
package struct ImagenImages: ImageAPI {
    package let provider = "gemini"
    package let model: String
    package let makesClearBackgrounds = false

    private let baseURL: String
    private let apiKey: String

    /// - Parameters:
    ///   - baseURL: The address under which `v1beta` lies.
    ///   - apiKey: The key for it.
    package init(baseURL: String, apiKey: String, model: String) {
        self.baseURL = baseURL
        self.apiKey = apiKey
        self.model = model
    }

    package func request(for prompt: String, of picture: PictureSpecification) throws -> HTTPClientRequest {
        let body = PredictRequest(
            instances: [PredictRequest.Instance(prompt: prompt)],
            parameters: PredictRequest.Parameters(
                sampleCount: 1, aspectRatio: "1:1", includeRaiReason: true,
                outputOptions: PredictRequest.Output(mimeType: "image/png")))
        return try .post(body, to: "\(baseURL)/v1beta/models/\(model):predict", header: "x-goog-api-key", apiKey)
    }

    package func requestID(of answer: ProviderAnswer) -> String? { answer.header("x-request-id") }

    package func picture(in answer: ProviderAnswer) throws(GeneratorError) -> ProviderPicture {
        let requestID = requestID(of: answer)
        guard answer.status == 200 else {
            throw GoogleProblem.error(in: answer, requestID: requestID, hiding: apiKey)
        }
        guard let predictions = answer.decoded(Predictions.self) else {
            throw .unusablePicture("an answer that cannot be read")
        }
        let list = predictions.predictions ?? []
        if let data = list.compactMap(\.bytesBase64Encoded).first { return .base64(data) }
        // Pictures that its filters hold back are left out, all of them if need be.
        if list.isEmpty || list.contains(where: { $0.raiFilteredReason != nil }) {
            throw .contentBlocked(requestID: requestID)
        }
        throw .unusablePicture("an answer without a picture")
    }
}

extension ImagenImages: CustomStringConvertible {
    /// Without the key: whoever logs what a service is made of logs no secret.
    package var description: String { "\(model) at \(baseURL)" }
}

private struct PredictRequest: Encodable {
    struct Instance: Encodable {
        let prompt: String
    }

    struct Output: Encodable {
        let mimeType: String
    }

    struct Parameters: Encodable {
        let sampleCount: Int
        let aspectRatio: String
        let includeRaiReason: Bool
        let outputOptions: Output
    }

    let instances: [Instance]
    let parameters: Parameters
}

private struct Predictions: Decodable {
    struct Prediction: Decodable {
        let bytesBase64Encoded: String?
        let raiFilteredReason: String?
    }

    let predictions: [Prediction]?
}
