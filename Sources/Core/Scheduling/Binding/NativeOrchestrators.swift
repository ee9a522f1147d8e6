/// Which orchestrator flavors fire schedules themselves. No answer of the server says so; read from the flavor classes of
/// ZenML 0.98.0 (`is_schedulable`).
enum NativeOrchestrators {
  static let scheduling: Set<String> = [
    "airflow", "azureml", "databricks", "hyperai", "kubeflow", "kubernetes", "sagemaker", "vertex",
  ]
  static let notScheduling: Set<String> = [
    "lightning", "local", "local_docker", "modal", "ssh", "tekton", "vm_aws", "vm_azure", "vm_gcp", "vm_kubernetes",
    "vm_lambda",
  ]
}
