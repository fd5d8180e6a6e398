"""datajoint, configured for the database in DJ_HOST, DJ_PORT, DJ_USER, DJ_PASS. Runs under 0.14 and 2.x."""

import os
import warnings

warnings.filterwarnings("ignore")
import datajoint as dj  # noqa: E402

dj.config["loglevel"] = "ERROR"
dj.logger.setLevel("ERROR")
dj.config["safemode"] = False
dj.config["database.host"] = os.environ["DJ_HOST"]
dj.config["database.port"] = int(os.environ["DJ_PORT"])
dj.config["database.user"] = os.environ["DJ_USER"]
dj.config["database.password"] = os.environ["DJ_PASS"]
dj.config["database.use_tls"] = False
IS_2 = not dj.__version__.startswith("0.")
