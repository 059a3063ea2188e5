from apache_beam.options.pipeline_options import PipelineOptions


class LiveOptions(PipelineOptions):
    @classmethod
    def _add_argparse_args(cls, p):
        p.add_argument("--source")
        p.add_argument("--warehouse")
        p.add_argument("--output")
        p.add_argument("--archive")
        p.add_argument("--journal")
        p.add_argument("--dead_letters")
        p.add_argument("--flush_interval_seconds", type=int, default=180)
