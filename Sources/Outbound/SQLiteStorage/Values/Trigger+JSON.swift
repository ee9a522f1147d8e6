import Foundation
import Scheduling

/// The JSON of triggers: `{"http": {"_0": {…}}}`, the shape that Swift derives for `Trigger`, in which version 1 of the
/// schema wrote them too.
///
/// The writer is the last line of defence: whatever a caller forgot, no secret reaches the file.
extension JSONWriter {
  mutating func trigger(_ trigger: Trigger, _ values: inout WrittenValues) {
    object { writer in
      writer.key(trigger.kind.rawValue)
      writer.object { writer in
        writer.key("_0")
        switch trigger {
        case .deployment(let deployment): writer.deployment(deployment)
        case .http(let http): writer.http(http, &values)
        case .command(let command): writer.command(command, &values)
        case .chain(let chain): writer.chain(chain, &values)
        case .snapshot(let snapshot): writer.derived(snapshot)
        case .build(let build): writer.derived(build)
        case .runTemplate(let template): writer.derived(template)
        case .jfrogDeployment(let deployment): writer.derived(deployment)
        case .jfrogExperiment(let experiment): writer.derived(experiment)
        case .jfrogInference(let inference): writer.derived(inference)
        }
      }
    }
  }

  /// What holds neither headers nor an environment is written as Swift derives it: no secret has a place in it.
  private mutating func derived(_ trigger: some Encodable) {
    let json = try? JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(trigger))
    // Texts, numbers and JSON values can all be written; a number that is none cannot be read.
    value(json ?? .null)
  }

  private mutating func deployment(_ trigger: DeploymentTrigger) {
    object { writer in
      writer.member("deployment", trigger.deployment)
      writer.key("parameters")
      writer.value(trigger.parameters)
      writer.member("pipelineID", trigger.pipelineID?.description)
    }
  }

  private mutating func chain(_ trigger: ChainTrigger, _ values: inout WrittenValues) {
    object { writer in
      writer.key("action")
      writer.trigger(trigger.action, &values)
      writer.member("condition", trigger.condition.rawValue)
      writer.member("upstream", trigger.upstream)
    }
  }

  private mutating func http(_ trigger: HTTPTrigger, _ values: inout WrittenValues) {
    object { writer in
      if let body = trigger.body {
        writer.key("body")
        writer.value(body)
      }
      writer.derivedMember("connection", trigger.connection)
      writer.derivedMember("ending", trigger.ending)
      writer.derivedMember("expect", trigger.expect)
      writer.member("form", trigger.form, &values)
      writer.key("headers")
      writer.object(trigger.headers, &values, areHeaders: true)
      writer.member("method", trigger.method)
      writer.member("query", trigger.query, &values)
      writer.key("success")
      writer.array { writer in
        for range in trigger.success {
          writer.array { writer in
            writer.integer(Int64(range.lowerBound))
            writer.integer(Int64(range.upperBound))
          }
        }
      }
      writer.key("timeoutSeconds")
      writer.integer(Int64(trigger.timeoutSeconds))
      writer.member("url", trigger.url)
    }
  }

  private mutating func command(_ trigger: CommandTrigger, _ values: inout WrittenValues) {
    object { writer in
      writer.key("argv")
      writer.array { writer in for argument in trigger.argv { writer.string(argument) } }
      writer.member("cwd", trigger.cwd)
      writer.key("env")
      writer.object(trigger.env, &values)
      if let limits = trigger.limits {
        writer.key("limits")
        writer.derived(limits)
      }
      if let seconds = trigger.timeoutSeconds {
        writer.key("timeoutSeconds")
        writer.integer(Int64(seconds))
      }
    }
  }

  private mutating func object(_ members: [String: String], _ values: inout WrittenValues, areHeaders: Bool = false) {
    object { writer in
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        writer.key(key)
        writer.string(areHeaders && HTTPTrigger.isPublic(header: key) ? value : values.written(value))
      }
    }
  }

  /// Leaves nil out.
  private mutating func member(_ name: String, _ members: [String: String]?, _ values: inout WrittenValues) {
    guard let members else { return }
    key(name)
    object(members, &values)
  }

  /// Leaves nil out.
  private mutating func derivedMember(_ name: String, _ value: (some Encodable)?) {
    guard let value else { return }
    key(name)
    derived(value)
  }

  /// Leaves nil out.
  private mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    string(text)
  }
}
