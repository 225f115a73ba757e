"""Money of other policies for the same matter (其他政策资金, 附则(四)): declared by the applicant, judged by the office."""
